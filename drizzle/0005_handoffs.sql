ALTER TABLE "work_items" ADD COLUMN "handoff" jsonb;--> statement-breakpoint
ALTER TABLE "work_items" ADD COLUMN "offered_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "work_items_offered" ON "work_items" USING btree ("workspace_id","due_at","key") WHERE offered_ids <> '{}';