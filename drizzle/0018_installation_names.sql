ALTER TABLE "routes" ADD COLUMN "name" text;--> statement-breakpoint
GRANT UPDATE (name) ON public.routes TO baton_app;
