/** A challenge to be read aloud, four letters at a time. */

type SpokenChallengeProps = {
  readonly field: string;
  readonly groups: readonly string[];
  readonly words: { readonly lead: string; readonly spelling: string };
};

export function SpokenChallenge({ field, groups, words }: SpokenChallengeProps) {
  return (
    <>
      <ol class="groups" data-field={field} aria-label={words.lead}>
        {groups.map((group) => (
          <li key={group} class="spoken mono">
            {group}
          </li>
        ))}
      </ol>
      <p>{words.lead}</p>
      <p class="small">{words.spelling}</p>
    </>
  );
}
