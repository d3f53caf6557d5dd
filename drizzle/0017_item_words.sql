CREATE TABLE "item_words" (
	"workspace_id" uuid NOT NULL,
	"word" text NOT NULL,
	"key" integer NOT NULL,
	CONSTRAINT "item_words_workspace_id_word_key_pk" PRIMARY KEY("workspace_id","word","key")
);
--> statement-breakpoint
ALTER TABLE "item_words" ADD CONSTRAINT "item_words_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Items that are there already, nearly as src/coordination/twins/words.ts would; a title that is changed is read anew.
INSERT INTO public.item_words (workspace_id, word, key)
SELECT i.workspace_id, w.word, i.key FROM public.work_items i CROSS JOIN LATERAL (
	SELECT word FROM (
		SELECT DISTINCT left(CASE WHEN length(said) > 3 AND said ~ '[^s]s$' THEN left(said, -1) ELSE said END, 30) AS word
		FROM regexp_split_to_table(lower(i.title), '[^[:alnum:]]+') AS said
		WHERE length(said) > 2 OR said ~ '^[0-9]+$'
	) found ORDER BY length(word) DESC, word LIMIT 8
) w;
--> statement-breakpoint
ALTER TABLE public.item_words ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.item_words FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.item_words TO baton_app
	USING (workspace_id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid))
	WITH CHECK (workspace_id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.item_words TO baton_app;
