// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/departure.h"
#include "widgets/feedback/banner.h"

#include <memory>

namespace qbm::ui {

/// Holds the window's one wish to leave, the newest, and says above the pages what it waits for, with the button that
/// gives it up.
class DepartureBanner : public widgets::Banner {
    Q_OBJECT
public:
    explicit DepartureBanner(Sessions& sessions, QWidget* parent = nullptr);
    ~DepartureBanner() override;

    /// Takes the place of the wish before.
    void leave(Departure::Wish wish);
    void forget();

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void finished(const QString& why);

    Sessions& m_sessions;
    std::unique_ptr<Departure> m_departure;
};

} // namespace qbm::ui
