package dev.baton.proptests.goal;

import dev.baton.explore.Bound;
import dev.baton.explore.Exploration;
import dev.baton.explore.Found;
import dev.baton.explore.Tally;
import dev.baton.explore.Token;
import dev.baton.explore.TokenException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** G6: failures come again by their tokens. */
final class TokensGoal implements Goal {
    private static final int SEEDS = 1_000;

    /** Another JDK's home, which has to reproduce them, too; none if empty. */
    private static final String JDK = System.getProperty("baton.jdk", "");

    private final List<TokenAgain> tokens = new ArrayList<>();

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
        int failing = Failing.each(SEEDS, budget.toMillis() / 1e3, this::add);
        long here = tokens.stream().filter(TokenAgain::isSame).count();
        List<TokenAgain.Same> all = new ArrayList<>();
        all.add(new TokenAgain.Same(here, Runtime.version().feature()));
        if (!JDK.isEmpty()) {
            all.add(TokenAgain.on(Path.of(JDK), tokens));
        }
        int longest = tokens.stream().mapToInt(it -> it.token().length()).max().orElse(0);
        boolean refused = refusesAnotherVersion();
        return Measured.of(
                failing == SEEDS
                        && all.stream().allMatch(it -> it.count() == SEEDS)
                        && longest <= Token.CHARS_MAX
                        && refused,
                String.format(
                        Locale.ROOT,
                        "%s of %,d failing; the longest token has %d characters; another version's is"
                                + " %s",
                        all.stream().map(TokensGoal::inWords).collect(Collectors.joining(", ")),
                        failing,
                        longest,
                        refused ? "refused" : "taken"));
    }

    private static String inWords(TokenAgain.Same same) {
        return String.format(Locale.ROOT, "%,d on JDK %d", same.count(), same.jdk());
    }

    private void add(long seed, Found found) {
        Bound bound = new Bound(1, 0, false, false, 0, List.of(), "", Tally.NONE);
        Optional<String> token = new Exploration.Result(
                        found.workload(),
                        bound,
                        0,
                        Optional.of(found),
                        Optional.of(found),
                        true,
                        "")
                .token();
        tokens.add(new TokenAgain(seed, found.failure().hash(), token.orElse("none")));
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
