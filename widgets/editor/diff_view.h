// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace qbm::widgets {

/// Two texts compared line by line, side by side or one above the other. Removed lines begin with "−" and added ones
/// with
/// "+", so that the colours only repeat what stands there.
class DiffView : public QWidget {
    Q_OBJECT
public:
    enum class Mode { SideBySide, Unified };

    explicit DiffView(QWidget* parent = nullptr);

    /// `beforeTitle` and `afterTitle` name the two: "Revision 3".
    void setTexts(const QString& before, const QString& after, const QString& beforeTitle, const QString& afterTitle);
    void setMode(Mode mode);
    Mode mode() const;
    int removedLines() const { return m_removed; }
    int addedLines() const { return m_added; }
    /// What is shown, for tests and the clipboard: the unified lines, or those of one side.
    QString unifiedText() const;
    QString sideText(bool after) const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void paintMarks();
    QLabel* m_summary;
    QLabel* m_beforeTitle;
    QLabel* m_afterTitle;
    QPushButton* m_sideBySide;
    QPushButton* m_unifiedButton;
    QStackedWidget* m_stack;
    QPlainTextEdit* m_before;
    QPlainTextEdit* m_after;
    QPlainTextEdit* m_unified;
    int m_removed = 0;
    int m_added = 0;
    bool m_hasTexts = false;
};

} // namespace qbm::widgets
