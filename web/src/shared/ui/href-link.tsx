import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ownPath } from "../lib/own-path";

/** A link to an address that the server named; one that leads elsewhere is shown as plain text. */
export function HrefLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const router = useRouter();
  const path = ownPath(href);
  if (path === undefined) return <span className={className}>{children}</span>;
  return (
    <a
      href={path}
      className={className}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        router.history.push(path);
      }}
    >
      {children}
    </a>
  );
}
