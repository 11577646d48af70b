// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/operation.h"

#include <QWidget>

namespace qbm::ui {

/// The answer of every check: a mark, the question, the reason.
QWidget* makeCheckList(const std::vector<operation::Check>& checks);

/// A plan before it runs: what will change, line by line, and the answer of every check with its reason.
class PlanView : public QWidget {
    Q_OBJECT
public:
    PlanView(const operation::Plan& plan, const std::vector<operation::Check>& checks, QWidget* parent = nullptr);
};

} // namespace qbm::ui
