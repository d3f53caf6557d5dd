import type { PersonView, View } from '../../../api.ts';
import { go } from '../../state/going.ts';
import { useApp } from '../../state/state.ts';
import { badges, byTeam } from '../../words/people.ts';
import { city, clockTime } from '../../words/time.ts';
import { Avatar } from '../bits/avatar.tsx';
import { Icon } from '../bits/icon.tsx';
import { Menu } from '../bits/menu.tsx';
import { useNow } from './use-now.ts';

/** Who one is, and everyone one can be. */
export function PersonPicker({ view }: { readonly view: View }) {
  const everyone = useApp((state) => state.everyone);
  const now = useNow();
  const { me } = view;
  const sections = byTeam(everyone).map(({ team, people }) => ({
    title: team || 'Without a team',
    items: people.map((person) => ({
      key: person.account,
      label: <PersonLine person={person} now={now} />,
      checked: person.account === me.account,
      choose: () => go({ as: person.account }),
    })),
  }));
  return (
    <section class="who" aria-label="Who you are">
      <Menu
        name="Be someone"
        buttonClass="who-button"
        menuClass="who-menu"
        button={
          <>
            <Avatar account={me.account} name={me.name} />
            <span class="who-words">
              <span class="who-label">You are </span>
              <span class="who-name">
                <bdi>{me.name}</bdi> <Badges person={me} />
              </span>
              <span class="who-time">{local(me, now)}</span>
            </span>
            <Icon name="down" />
          </>
        }
        sections={sections}
      />
    </section>
  );
}

const local = (person: PersonView, now: number): string =>
  `${clockTime(now, person.zone)} ${city(person.zone)}`;

function PersonLine({ person, now }: { readonly person: PersonView; readonly now: number }) {
  return (
    <>
      <Avatar account={person.account} name={person.name} size="small" />
      <span class="person-name">
        <bdi>{person.name}</bdi> <Badges person={person} />
      </span>
      <span class="person-time">{local(person, now)}</span>
    </>
  );
}

function Badges({ person }: { readonly person: PersonView }) {
  return (
    <>
      {badges(person).map((badge) => (
        <span key={badge} class={`badge ${badge}`}>
          {badge}
        </span>
      ))}
    </>
  );
}
