/** Every verb, and what is made from the list: help, the commands page, completion. */

import { approvalAgainVerb } from './approval/again.ts';
import { approvalApproveVerb } from './approval/approve.ts';
import { approvalAskVerb } from './approval/ask.ts';
import { approvalChangesVerb } from './approval/changes.ts';
import { approvalEscalateVerb } from './approval/escalate.ts';
import { approvalExtendVerb } from './approval/extend.ts';
import { approvalRejectVerb } from './approval/reject.ts';
import { approvalShowVerb } from './approval/show.ts';
import { approvalWithdrawVerb } from './approval/withdraw.ts';
import { awayEndVerb } from './away/end.ts';
import { awaySetVerb } from './away/set.ts';
import { digestVerb } from './digest.ts';
import { handoffAcceptVerb } from './handoff/accept.ts';
import { handoffAnswerVerb } from './handoff/answer.ts';
import { handoffAskVerb } from './handoff/ask.ts';
import { handoffDeclineVerb } from './handoff/decline.ts';
import { handoffGiveVerb } from './handoff/give.ts';
import { handoffWithdrawVerb } from './handoff/withdraw.ts';
import { helpVerb } from './help.ts';
import { addVerb } from './item/add.ts';
import { blockVerb } from './item/block.ts';
import { cancelVerb } from './item/cancel.ts';
import { claimVerb } from './item/claim.ts';
import { doneVerb } from './item/done.ts';
import { dueVerb } from './item/due.ts';
import { editVerb } from './item/edit.ts';
import { inboxVerb } from './item/inbox.ts';
import { listVerb } from './item/list.ts';
import { reopenVerb } from './item/reopen.ts';
import { sameVerb } from './item/same.ts';
import { showVerb } from './item/show.ts';
import { snoozeVerb } from './item/snooze.ts';
import { startVerb } from './item/start.ts';
import { trackVerb } from './item/track.ts';
import { unblockVerb } from './item/unblock.ts';
import { linkCodeVerb } from './link/code.ts';
import { linkJoinVerb } from './link/join.ts';
import { linkLeaveVerb } from './link/leave.ts';
import { linkMeVerb } from './link/me.ts';
import { linkShowVerb } from './link/show.ts';
import { linkUnlinkVerb } from './link/unlink.ts';
import { settingsMeVerb } from './settings/me.ts';
import { settingsPolicyVerb } from './settings/policy.ts';
import { settingsTeamVerb } from './settings/team.ts';
import { settingsWorkspaceVerb } from './settings/workspace.ts';
import { standupAnswerVerb } from './standup/answer.ts';
import { standupAnswersVerb } from './standup/answers.ts';
import { standupBlockerVerb } from './standup/blocker.ts';
import { standupCreateVerb } from './standup/create.ts';
import { standupDeleteVerb } from './standup/delete.ts';
import { standupEditVerb } from './standup/edit.ts';
import { standupJoinVerb } from './standup/join.ts';
import { standupLeaveVerb } from './standup/leave.ts';
import { standupListVerb } from './standup/list.ts';
import { standupNothingVerb } from './standup/nothing.ts';
import { standupPauseVerb } from './standup/pause.ts';
import { standupPreviewVerb } from './standup/preview.ts';
import { standupResumeVerb } from './standup/resume.ts';
import { standupRunVerb } from './standup/run.ts';
import { standupSkipVerb } from './standup/skip.ts';
import { teamAddVerb } from './team/add.ts';
import { teamCreateVerb } from './team/create.ts';
import { teamDeleteVerb } from './team/delete.ts';
import { teamListVerb } from './team/list.ts';
import { teamRemoveVerb } from './team/remove.ts';
import { teamWeekVerb } from './team/week.ts';
import type { Verb } from './verb.ts';

/** In the order that help lists them: from making work to finishing it, then people and settings. */
export const VERBS: readonly Verb[] = [
  addVerb,
  showVerb,
  listVerb,
  inboxVerb,
  digestVerb,
  claimVerb,
  startVerb,
  doneVerb,
  cancelVerb,
  reopenVerb,
  editVerb,
  dueVerb,
  blockVerb,
  unblockVerb,
  snoozeVerb,
  sameVerb,
  handoffGiveVerb,
  handoffAcceptVerb,
  handoffDeclineVerb,
  handoffWithdrawVerb,
  handoffAskVerb,
  handoffAnswerVerb,
  approvalAskVerb,
  approvalShowVerb,
  approvalApproveVerb,
  approvalRejectVerb,
  approvalChangesVerb,
  approvalWithdrawVerb,
  approvalAgainVerb,
  approvalExtendVerb,
  approvalEscalateVerb,
  standupCreateVerb,
  standupEditVerb,
  standupListVerb,
  standupAnswerVerb,
  standupSkipVerb,
  standupJoinVerb,
  standupLeaveVerb,
  standupPreviewVerb,
  standupRunVerb,
  standupPauseVerb,
  standupResumeVerb,
  standupDeleteVerb,
  awaySetVerb,
  awayEndVerb,
  teamListVerb,
  teamWeekVerb,
  teamCreateVerb,
  teamAddVerb,
  teamRemoveVerb,
  teamDeleteVerb,
  settingsMeVerb,
  settingsTeamVerb,
  settingsWorkspaceVerb,
  linkShowVerb,
  linkCodeVerb,
  linkJoinVerb,
  linkLeaveVerb,
  linkMeVerb,
  linkUnlinkVerb,
  settingsPolicyVerb,
  helpVerb(() => VERBS),
  trackVerb,
  standupNothingVerb,
  standupBlockerVerb,
  standupAnswersVerb,
];

export const findVerb = (name: string): Verb | undefined =>
  VERBS.find((v) => v.name === name || v.aliases?.includes(name));
