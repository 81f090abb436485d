/** What someone wrote, within a line of ours: read in its own direction, and turning nothing around it. */
export function Theirs({ text, language }: { text: string; language?: string }) {
  return (
    <bdi dir="auto" {...(language !== undefined && { lang: language })}>
      {text}
    </bdi>
  );
}

/** The same as a paragraph of its own; nothing where nothing was written. */
export function TheirParagraph({ text, language }: { text: string; language: string }) {
  if (text.trim() === '') return null;
  return (
    <>
      {text.split(/\n\s*\n/).map((part, index) => (
        <p key={index} class="user" dir="auto" lang={language}>
          {part}
        </p>
      ))}
    </>
  );
}
