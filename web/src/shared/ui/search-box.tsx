import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { IconSearch } from "./icons";

interface SearchBoxProps extends Pick<TextInputProps, "className" | "w"> {
  label: string;
  /** What is searched for at first. Whoever takes it back from outside gives the box a new key. */
  initial: string | undefined;
  /** Called when the typing rests; undefined for nothing. */
  search: (q: string | undefined) => void;
}

const RESTED_MS = 250;

/** A box whose words narrow a list. */
export function SearchBox({ label, initial = "", search, ...rest }: SearchBoxProps) {
  const [text, setText] = useState(initial);
  const rested = useDebouncedCallback((typed: string) => search(typed.trim() || undefined), RESTED_MS);
  return (
    <TextInput
      {...rest}
      type="search"
      size="sm"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        rested(event.currentTarget.value);
      }}
    />
  );
}
