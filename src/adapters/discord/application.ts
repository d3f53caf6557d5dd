/** Who Baton is at Discord, and what its application may. */
import {
  type APIApplication,
  type APIUser,
  ApplicationFlagsBitField,
  OAuth2Scopes,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import type { Api } from './rest.ts';

export interface Application {
  readonly id: string;
  /** Baton's own account, which may have another id than the application. */
  readonly bot: string;
  readonly name: string;
  /** Whether it may read what messages say, without being addressed. */
  readonly messageContent: boolean;
}

export async function applicationOf(api: Api): Promise<Application> {
  const [application, user] = await Promise.all([
    api.get<APIApplication>(Routes.currentApplication()),
    api.get<APIUser>(Routes.user()),
  ]);
  const { GatewayMessageContent, GatewayMessageContentLimited } = ApplicationFlagsBitField.Flags;
  const flags = application.flags ?? 0;
  return {
    id: application.id,
    bot: user.id,
    name: application.name,
    messageContent: (flags & (GatewayMessageContent | GatewayMessageContentLimited)) !== 0,
  };
}

const {
  ViewChannel,
  SendMessages,
  SendMessagesInThreads,
  ReadMessageHistory,
  AddReactions,
  EmbedLinks,
  AttachFiles,
} = PermissionFlagsBits;

/** All that Baton needs, and no more. */
const PERMISSIONS =
  ViewChannel |
  SendMessages |
  SendMessagesInThreads |
  ReadMessageHistory |
  AddReactions |
  EmbedLinks |
  AttachFiles;

/** Where an admin of a server invites Baton. */
export function inviteLink(application: string): string {
  const query = new URLSearchParams({
    client_id: application,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(PERMISSIONS),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
