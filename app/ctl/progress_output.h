// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/engine.h"

#include <chrono>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qbm::ctl {

/// "✓" and its like in front of a step's title.
const char* mark(operation::StepState state);

/// What an operation tells while it runs, so that the usual one fits on a screen: a step is a line, with what it said behind
/// its title where there is room. Of the progress of a step that takes long, each kind of sentence is written now and then.
/// With `verbose` everything is written as it comes.
class ProgressOutput {
public:
    using Clock = std::chrono::steady_clock;
    using Now = Clock::time_point (*)();

    explicit ProgressOutput(std::ostream& out, bool verbose, Now now = Clock::now);
    void take(const operation::Event& event);

private:
    void begin(const operation::Event& event);
    void end(const operation::Event& event);
    void showProgress(const Text& sentence);
    void writeSaid();
    void write(const std::string& line);
    std::string title(std::size_t step) const;

    std::ostream& m_out;
    bool m_verbose;
    Now m_now;
    operation::Record m_record;
    std::string m_lastLine;
    std::optional<operation::Event> m_open; ///< a step that runs and of which nothing is written yet
    std::vector<std::string> m_said; ///< by it, and not written yet
    Clock::time_point m_begunAt{};
    std::map<std::string, Clock::time_point> m_shownAt; ///< by the kind of sentence
};

} // namespace qbm::ctl
