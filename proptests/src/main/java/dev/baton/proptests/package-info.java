/**
 * What tests of one's own pipelines need of JUnit and jqwik, and nothing else.
 *
 * <pre>
 *   &#64;CheckLaws --&gt; LawsExtension (JUnit) --+
 *             \--&gt; LawsHook (jqwik) --------+--&gt; WatchedDispatcher --&gt; Laws, Counts
 *
 *   BatonDomain --&gt; BatonArbitraries, ScenarioArbitraries
 *                        |                   |
 *                        v                   v
 *                     Pipeline            Scenario --&gt; Exploration: searches, shrinks --&gt; TestSource
 * </pre>
 *
 * <p>Laws, search and shrinking are those of {@code dev.baton.law} and {@code dev.baton.explore}; what
 * is watched and planned here works without JUnit and jqwik.
 */
@NullMarked
package dev.baton.proptests;

import org.jspecify.annotations.NullMarked;
