package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One step as a file has it, such as {@code lock a}, or {@code when x = 1} with the steps that hang
 * on it. Immutable, any thread.
 *
 * @since 0.1
 */
public final class Sentence {
    private final Value value;
    private final String text;
    private final List<String> words;
    private final List<Sentence> body;

    Sentence(Value value, String text, List<Sentence> body) {
        this.value = value;
        this.text = text;
        this.words = List.of(text.strip().split("\\s+"));
        this.body = List.copyOf(body);
    }

    /**
     * What it consists of.
     *
     * @return its words, at least one
     */
    public List<String> words() {
        return words;
    }

    /**
     * What it says.
     *
     * @return as it stands there
     */
    public String text() {
        return text;
    }

    /**
     * What hangs on it.
     *
     * @return sentences; mostly none
     */
    public List<Sentence> body() {
        return body;
    }

    /**
     * What one of its words stands for.
     *
     * @param <T> what words stand for
     * @param at the place of the word
     * @param known what each known word stands for
     * @param noun what such a word is called
     * @return what it stands for
     * @throws ScenarioException if it is not known; it suggests another
     */
    public <T> T known(int at, Map<String, T> known, String noun) throws ScenarioException {
        T found = known.get(words.get(at));
        if (found == null) {
            throw unknown(at, known.keySet(), noun);
        }
        return found;
    }

    /**
     * A refusal of one of its words.
     *
     * @param at the place of the word
     * @param known what could stand there
     * @param noun what such a word is called
     * @return to be thrown; it suggests another word
     */
    public ScenarioException unknown(int at, Collection<String> known, String noun) {
        String word = words.get(at);
        return refused(Quoted.of(word) + " is no " + noun + Suggestion.among(word, known));
    }

    /**
     * A refusal of it.
     *
     * @param why what is wrong
     * @return to be thrown, with its line and column
     */
    public ScenarioException refused(String why) {
        return value.refused(why);
    }
}
