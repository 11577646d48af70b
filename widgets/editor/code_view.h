// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace qbm::widgets {

class SearchField;

/// Text in code type to read, search and copy: YAML, JSON, a command's output. Ctrl+F goes to the search, Return and
/// Shift+Return in it step through what was found.
class CodeView : public QWidget {
    Q_OBJECT
public:
    explicit CodeView(QWidget* parent = nullptr);

    /// Keeps the place and the search where only some lines differ.
    void setText(const QString& text);
    QString text() const;
    /// What the text is, for screen readers.
    void setTitle(const QString& title);

    SearchField* searchField() const { return m_search; }
    int matchCount() const { return static_cast<int>(m_matches.size()); }
    /// The match the cursor stands on, from 0; -1: none.
    int currentMatch() const { return m_current; }

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void retranslate();
    void findMatches();
    void step(int by);
    void showMatches();
    void copy() const;

    SearchField* m_search;
    QLabel* m_count;
    QToolButton* m_copy;
    QPlainTextEdit* m_editor;
    QList<int> m_matches; ///< places of the needle in the text
    int m_current = -1;
};

} // namespace qbm::widgets
