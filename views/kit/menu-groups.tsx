/** The menus of a group, each with the words for what it is for. */
export type MenuGroup = { name: string; menus: { code: string; name: string; description: string }[] };

/** What each menu is for, by group. The script shows the description of a newly chosen menu at its line, from here. */
export function MenuGroups({ groups }: { groups: MenuGroup[] }) {
  return (
    <details class="screen about">
      <summary>Para qué sirve cada menú</summary>
      <div>
        {groups.map(({ name, menus }) => (
          <section>
            <h2>{name}</h2>
            <dl>
              {menus.map(({ code, name, description }) => (
                <div>
                  <dt>{name}</dt>
                  <dd id={`sobre-${code}`}>{description}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </details>
  );
}
