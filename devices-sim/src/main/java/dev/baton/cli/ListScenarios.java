package dev.baton.cli;

import dev.baton.explore.story.Story;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.Scenarios;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The bundled scenarios. */
@Command(
        name = "list",
        description = {
            "Lists the bundled scenarios, or the stories to be explored.",
            "With what they show, or where they were met. Leaves summary.json, with both."
        })
final class ListScenarios implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Option(names = "--names", description = "Only the names, one a line.")
    private boolean namesOnly;

    @Option(names = "--stories", description = "The stories, and not the scenarios.")
    private boolean stories;

    @Override
    public Integer call() throws IOException, ScenarioException {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : Scenarios.names()) {
            scenarios.add(Scenarios.read(name));
        }
        output.writeSummary(summary(scenarios));
        PrintWriter out = spec.commandLine().getOut();
        if (stories) {
            printStories(out);
        } else {
            print(out, scenarios);
        }
        return ExitCode.FINE;
    }

    private void print(PrintWriter out, List<Scenario> scenarios) {
        for (Scenario scenario : scenarios) {
            out.printf("%s%n", scenario.name());
            if (!namesOnly) {
                out.printf("%s%n", scenario.story().indent(2));
            }
        }
        if (!namesOnly) {
            out.printf("Run one: ./baton run %s%n", scenarios.get(0).name());
            out.println("See also what was met before: ./baton list --stories");
        }
    }

    private void printStories(PrintWriter out) {
        for (Story story : Story.all()) {
            out.printf("%s%n", story.name());
            if (!namesOnly) {
                out.printf("%s%n", story.source().indent(2));
            }
        }
        if (!namesOnly) {
            out.printf("Explore one: ./baton explore %s%n", Story.all().get(0).name());
        }
    }

    private static Map<String, Object> summary(List<Scenario> scenarios) {
        List<Object> listed = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", scenario.name());
            one.put("story", scenario.story());
            listed.add(one);
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("command", "list");
        summary.put("scenarios", listed);
        summary.put("stories", Story.all().stream().map(ListScenarios::summary).toList());
        return summary;
    }

    private static Map<String, Object> summary(Story story) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", story.name());
        one.put("source", story.source());
        return one;
    }
}
