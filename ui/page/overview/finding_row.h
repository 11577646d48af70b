// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"
#include "widgets/theme/state.h"

#include <QAbstractButton>

class QLabel;

namespace qbm::ui {

/// A button that leads somewhere: it takes Return as well as Space and shows where the focus is.
class LeadingButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit LeadingButton(QWidget* parent);
    /// False: there is nowhere to go; it is text then, which the focus passes by.
    void setLeads(bool leads);
    void setShownState(widgets::State state);
    widgets::State shownState() const { return m_state; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    /// Where the state's shape is drawn.
    virtual QRectF glyphBox() const = 0;

private:
    widgets::State m_state = widgets::State::Unknown;
};

/// The large one.
class HeadlineButton final : public LeadingButton {
    Q_OBJECT
public:
    explicit HeadlineButton(QWidget* parent);
    void setTexts(const QString& what, const QString& why, const QString& when);

protected:
    QRectF glyphBox() const override;

private:
    QLabel* m_what;
    QLabel* m_why;
    QLabel* m_when;
};

/// One finding in a line.
class FindingRow final : public LeadingButton {
    Q_OBJECT
public:
    explicit FindingRow(QWidget* parent);
    void setFinding(const health::Finding& finding, TimePoint now);
    const health::Address& address() const { return m_address; }

protected:
    QRectF glyphBox() const override;

private:
    health::Address m_address;
    QLabel* m_what;
    QLabel* m_why;
    QLabel* m_since;
};

} // namespace qbm::ui
