// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/progress_output.h"

#include <QTest>
#include <algorithm>
#include <sstream>

using namespace qbm;
using operation::Event;
using operation::StepState;

/// What a restore prints while it runs: a line a step, and more of what takes long; all of it where that is asked for.
class TstProgress : public QObject {
    Q_OBJECT
    static inline std::chrono::steady_clock::time_point s_now{};

    static operation::Record record()
    {
        operation::Record record;
        record.id = "ID";
        record.title = "Restore qbm";
        record.steps = {{"record", "Record what runs now"}, {"restore", "Restore it"}};
        return record;
    }
    static Event progressed(Text sentence)
    {
        return {.kind = Event::Kind::Progressed, .step = 1, .progress = {1, 2, std::move(sentence)}};
    }
    static Event state(std::size_t step, StepState state)
    {
        return {.kind = Event::Kind::StepState, .step = step, .state = state};
    }
    static Event said(Text sentence) { return {.kind = Event::Kind::Said, .step = 0, .message = std::move(sentence)}; }
    /// A restore whose second step names 300 things in `seconds`.
    static std::string printed(bool verbose, int seconds)
    {
        std::ostringstream out;
        ctl::ProgressOutput output(out, verbose, [] { return s_now; });
        output.take({.kind = Event::Kind::Begun, .record = record()});
        output.take(state(0, StepState::Running));
        output.take(said("backend has 3 replicas"));
        output.take(said("The p95 response time is 0.2 s"));
        output.take(state(0, StepState::Done));
        output.take(state(1, StepState::Running));
        for (int i = 0; i < 300; ++i) {
            s_now += std::chrono::milliseconds(seconds * 1000 / 300);
            output.take(progressed(i % 2 == 0 ? Text("creating TABLE t" + std::to_string(i)) : text("Counting %1", i)));
        }
        output.take(said(std::string(200, 'x')));
        output.take(state(1, StepState::Done));
        return out.str();
    }

private Q_SLOTS:
    void quickSteps_areALineEach()
    {
        const std::string found = printed(false, 3);
        const std::string expected = "Restore qbm [ID]\n"
                                     "  ✓ Record what runs now: backend has 3 replicas; The p95 response time is 0.2 s\n"
                                     "  ✓ Restore it\n"
                                     "      "
            + std::string(200, 'x') + "\n";
        QVERIFY2(found == expected, found.c_str());
    }
    void longStep_tellsNowAndThen()
    {
        const std::string found = printed(false, 120);
        const auto count = [&](const std::string& part) {
            std::size_t times = 0;
            for (std::size_t at = found.find(part); at != std::string::npos; at = found.find(part, at + 1))
                ++times;
            return times;
        };
        QVERIFY2(found.find("  … Restore it\n") != std::string::npos, found.c_str());
        QCOMPARE(count("creating TABLE"), std::size_t(4)); // after 10 s, then each 30 s
        QCOMPARE(count("Counting"), std::size_t(4));
    }
    void verbose_writesAll()
    {
        const std::string found = printed(true, 3);
        QVERIFY(std::ranges::count(found, '\n') > 300);
        QVERIFY(found.find("  … Record what runs now\n      backend has 3 replicas\n") != std::string::npos);
    }
    void failedStep_saysWhyFirst()
    {
        std::ostringstream out;
        ctl::ProgressOutput output(out, false, [] { return s_now; });
        output.take({.kind = Event::Kind::Begun, .record = record()});
        output.take(state(0, StepState::Running));
        output.take(said("backend has 3 replicas"));
        output.take({.kind = Event::Kind::StepState, .step = 0, .state = StepState::Failed, .message = "The disk is full."});
        output.take(state(0, StepState::Undoing));
        output.take(state(0, StepState::Undone));
        const std::string expected = "Restore qbm [ID]\n  ✗ Record what runs now: The disk is full.\n      backend has 3 "
                                     "replicas\n  ↶ Record what runs now (undone)\n";
        QVERIFY2(out.str() == expected, out.str().c_str());
    }
};

QTEST_APPLESS_MAIN(TstProgress)
#include "tst_progress.moc"
