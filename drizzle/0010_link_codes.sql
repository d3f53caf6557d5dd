CREATE TABLE "link_codes" (
	"digest" text PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person_id" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Read from another workspace than it was given out in, so nobody's but the connecting user's.
ALTER TABLE public.link_codes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.link_codes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_alone ON public.link_codes TO CURRENT_USER USING (true);
