ALTER TABLE "standups" ADD COLUMN "looks" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
CREATE INDEX "work_items_team" ON "work_items" USING btree ("workspace_id","team_id","due_at","key") WHERE not ended;--> statement-breakpoint
CREATE INDEX "work_items_team_ended" ON "work_items" USING btree ("workspace_id","team_id","updated_at") WHERE ended;