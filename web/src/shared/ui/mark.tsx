/** Adjutant's mark: a chevron that is also an A, and the tick of an approval as its crossbar. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#3446b8" />
      <path
        d="M7.5 24 16 7.5 24.5 24"
        fill="none"
        stroke="#fff"
        strokeWidth="3.1"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="m11.9 20.4 3.1 3.1 5.3-5.6"
        fill="none"
        stroke="#aebcff"
        strokeWidth="2.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
