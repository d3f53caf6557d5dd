CREATE TABLE "absences" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"away_from" timestamp (3) with time zone NOT NULL,
	"away_to" timestamp (3) with time zone,
	"delegate_id" uuid,
	CONSTRAINT "absences_workspace_id_person_id_pk" PRIMARY KEY("workspace_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "region" text;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_workspace_id_person_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_workspace_id_delegate_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","delegate_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE public.absences ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.absences FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.absences TO baton_app
	USING (workspace_id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid))
	WITH CHECK (workspace_id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.absences TO baton_app;
