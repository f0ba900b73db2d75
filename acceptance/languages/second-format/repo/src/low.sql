select number from amacontext_start_odd where number < 10
