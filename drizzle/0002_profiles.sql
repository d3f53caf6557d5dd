ALTER TABLE "accounts" ADD COLUMN "profile" jsonb;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "told_zone" text;