// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/feedback/dialog.h"

#include <QStringList>
#include <functional>

namespace qbm::ui {

/// Asks for words, separated by spaces, before an operation's plan: labels, taints, a number, an image.
class WordsDialog : public widgets::Dialog {
    Q_OBJECT
public:
    struct Question {
        QString heading;
        QString sentence;
        QString label; ///< of the field
        QString hint; ///< under it
        QString before; ///< what stands in the field at first
        /// What is wrong with one of them; empty: nothing. The operation's own checks judge the rest.
        std::function<QString(const QString&)> problem;
        int most = 0; ///< 0: any number of words
    };
    WordsDialog(const Question& question, QWidget* parent);

Q_SIGNALS:
    void chosen(const QStringList& words);
};

/// What is wrong with "key=value" or "key-" as a change of labels or annotations.
QString problemOfEntry(const QString& change);
/// What is wrong with "key=value:NoSchedule", "key:NoExecute" or "key-" as a change of taints.
QString problemOfTaint(const QString& change);

} // namespace qbm::ui
