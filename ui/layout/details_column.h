// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QWidget>
#include <functional>
#include <vector>

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace qbm::ui {

/// A column of facts, sections and lines, as the side panel shows them.
class DetailsColumn {
public:
    DetailsColumn();

    void section(const QString& title);
    /// An empty value is left out.
    void fact(const QString& label, const QString& value, const QString& toolTip = {});
    /// A fact that leads to what it names.
    void link(const QString& label, const QString& value, std::function<void()> open);
    /// A line with a mark; `note` stands muted under it.
    void line(widgets::State state, const QString& text, const QString& note = {});
    void note(const QString& text);
    void widget(QWidget* widget);
    /// The column; whoever takes it owns it.
    QWidget* finish();

private:
    QFormLayout* form();
    QLabel* addLabel(const QString& text);
    QWidget* m_widget;
    QVBoxLayout* m_layout;
    QFormLayout* m_form = nullptr;
    std::vector<QLabel*> m_labels;
};

} // namespace qbm::ui
