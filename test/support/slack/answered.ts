/** What is common to all that a person does and waits for. */
import type { Core } from './core.ts';
import type { Outcome } from './delivery.ts';
import { type Interaction, showAcknowledged } from './interactions.ts';
import type { Team } from './state.ts';

/** Shows the person what the app answered in its acknowledgement. */
export function answered(core: Core, interaction: Interaction, outcome: Outcome): Interaction {
  interaction.outcome = outcome;
  if (outcome.acked) showAcknowledged(core, interaction, outcome.body);
  return interaction;
}

/** Who did it, and for which app, as every interaction tells. */
export function personOf({ state }: Core, { id, domain, users }: Team, user: string) {
  const name = users.get(user)?.name;
  return {
    team: { id, domain },
    user: { id: user, username: name, name, team_id: id },
    api_app_id: state.app.id,
    token: state.app.verificationToken,
  };
}
