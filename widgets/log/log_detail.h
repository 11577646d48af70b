// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_store.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace qbm::widgets {

/// One line in full: when, from where, how serious, and its text; JSON with a line a member.
class LogDetail : public QFrame {
    Q_OBJECT
public:
    explicit LogDetail(QWidget* parent = nullptr);

    /// \param source the full name of where the line comes from
    void setLine(const LogLine& line, const QString& source);
    QString text() const;

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QLabel* m_head;
    QPlainTextEdit* m_text;
    QToolButton* m_close;
};

} // namespace qbm::widgets
