import styles from "./select-box.module.css";

interface SelectBoxProps {
  checked: boolean;
  onChange: () => void;
  label: string;
  id?: string;
  className?: string | undefined;
}

/** A check box whose box is small and whose target is not. */
export function SelectBox({ checked, onChange, label, id, className = "" }: SelectBoxProps) {
  return (
    <input
      type="checkbox"
      id={id}
      className={`${styles.box} ${className}`}
      checked={checked}
      onChange={onChange}
      aria-label={label}
    />
  );
}
