/** A text whose days and times of day don't break over two lines. */
export function Days({ children }: { children: string }) {
  return (
    <>
      {children
        .split(/(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?)/)
        .map((part, index) => (index % 2 === 1 ? <time>{part}</time> : part))}
    </>
  );
}
