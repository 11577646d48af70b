// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/progress_output.h"

#include "core/base/printable.h"

#include <ostream>

namespace qbm::ctl {

namespace {

using operation::Event;
using operation::StepState;

constexpr std::chrono::seconds kLong{10}; ///< a step that takes longer tells how far it is
constexpr std::chrono::seconds kLeastPause{30};
constexpr std::size_t kLongestBehind = 100; ///< bytes of what is said behind a title

/// "Counting %1.%2" is one kind, whatever it counts; so are the words of a tool, which begin small.
std::string kindOf(const Text& sentence)
{
    const std::string& templ = sentence.templ();
    const bool ofTool = sentence.arguments().empty() && !templ.empty() && templ.front() >= 'a' && templ.front() <= 'z';
    return ofTool ? std::string() : templ;
}

} // namespace

const char* mark(StepState state)
{
    switch (state) {
    case StepState::Pending: return "·";
    case StepState::Running: return "…";
    case StepState::Done: return "✓";
    case StepState::Failed: return "✗";
    case StepState::Undoing: return "↶";
    case StepState::Undone: return "↶";
    }
    return "·";
}

ProgressOutput::ProgressOutput(std::ostream& out, bool verbose, Now now)
    : m_out(out)
    , m_verbose(verbose)
    , m_now(now)
{
}

void ProgressOutput::take(const Event& event)
{
    switch (event.kind) {
    case Event::Kind::Begun:
        m_record = event.record;
        m_out << printableLine(m_record.title.english()) << " [" << m_record.id << "]\n";
        break;
    case Event::Kind::StepState:
        if (event.state == StepState::Running || event.state == StepState::Undoing)
            begin(event);
        else
            end(event);
        break;
    case Event::Kind::Said:
        if (m_verbose)
            write(event.message.english());
        else
            m_said.push_back(event.message.english());
        break;
    case Event::Kind::Progressed: showProgress(event.progress.step); break;
    case Event::Kind::Ended: break;
    }
    m_out.flush();
}

std::string ProgressOutput::title(std::size_t step) const
{
    return printableLine(m_record.steps.at(step).title.english());
}

void ProgressOutput::begin(const Event& event)
{
    m_open.reset();
    m_shownAt.clear();
    m_begunAt = m_now();
    m_open = event;
    if (m_verbose)
        writeSaid();
}

void ProgressOutput::end(const Event& event)
{
    m_open.reset();
    m_out << "  " << mark(event.state) << " " << title(event.step);
    if (event.state == StepState::Undone)
        m_out << " (" << name(event.state) << ")";
    if (event.state == StepState::Failed)
        m_out << ": " << event.message.english();
    std::string all;
    for (const std::string& each : m_said)
        all += (all.empty() ? "" : "; ") + each;
    if (event.state != StepState::Failed && !all.empty() && all.size() <= kLongestBehind && all.find('\n') == std::string::npos) {
        m_out << ": " << all;
        m_said.clear();
    }
    m_out << "\n";
    writeSaid();
}

void ProgressOutput::showProgress(const Text& sentence)
{
    if (sentence.empty())
        return;
    if (!m_verbose) {
        const auto now = m_now();
        if (now - m_begunAt < kLong)
            return;
        const auto [shownAt, isNew] = m_shownAt.try_emplace(kindOf(sentence), now);
        if (!isNew && now - shownAt->second < kLeastPause)
            return;
        shownAt->second = now;
    }
    writeSaid();
    write(sentence.english());
}

/// Under the title of the step that runs.
void ProgressOutput::writeSaid()
{
    if (m_open) {
        m_out << "  " << mark(m_open->state) << " " << title(m_open->step)
              << (m_open->state == StepState::Undoing ? " (undoing)" : "") << "\n";
        m_open.reset();
    }
    for (const std::string& each : m_said)
        write(each);
    m_said.clear();
}

/// Numbers that only grow would fill a log with the same sentence: a line is written when its words change.
void ProgressOutput::write(const std::string& line)
{
    if (!line.empty() && line != m_lastLine)
        m_out << "      " << line << "\n";
    m_lastLine = line;
}

} // namespace qbm::ctl
