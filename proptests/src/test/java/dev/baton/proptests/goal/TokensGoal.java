package dev.baton.proptests.goal;

import dev.baton.explore.Bound;
import dev.baton.explore.Exploration;
import dev.baton.explore.Found;
import dev.baton.explore.Token;
import dev.baton.explore.TokenException;
import dev.baton.explore.Workload;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** G6: failures come again by their tokens. */
final class TokensGoal implements Goal {
    private static final int SEEDS = 1_000;

    private int same;
    private int longest;

    @Override
    public String name() {
        return "G6";
    }

    @Override
    public String aim() {
        return "1,000 of 1,000 failing seeds are reproduced to the same hash by a token of at most 200"
                + " characters; another version's is refused";
    }

    @Override
    public Measured measure(Duration budget) {
        int failing = Failing.each(SEEDS, budget.toMillis() / 1e3, this::reproduce);
        boolean refused = refusesAnotherVersion();
        return Measured.of(
                failing == SEEDS && same == SEEDS && refused,
                String.format(
                        Locale.ROOT,
                        "%,d of %,d, on JDK %d; the longest token has %d characters; another version's"
                                + " is %s",
                        same,
                        failing,
                        Runtime.version().feature(),
                        longest,
                        refused ? "refused" : "taken"));
    }

    private void reproduce(Found found) {
        Workload workload = found.workload();
        Bound bound = new Bound(1, 0, false, false, 0, List.of(), "");
        Optional<String> token = new Exploration.Result(
                        workload, bound, 0, Optional.of(found), Optional.of(found), "")
                .token();
        longest = Math.max(longest, token.map(String::length).orElse(Integer.MAX_VALUE));
        try {
            Found again = Token.parse(token.orElse("")).reproduce(workload);
            same += again.failure().hash() == found.failure().hash() ? 1 : 0;
        } catch (TokenException e) {
            // not the same
        }
    }

    private static boolean refusesAnotherVersion() {
        try {
            Token.parse("b0.random.0.0.0.0");
            return false;
        } catch (TokenException e) {
            return true;
        }
    }
}
