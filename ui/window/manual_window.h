// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListWidget;
class QTextBrowser;

namespace qbm::ui {

/// The manual inside the console (F1): topics at the left, text at the right. The texts are resources/manual/*.md.
class ManualWindow : public QWidget {
    Q_OBJECT
public:
    explicit ManualWindow(QWidget* parent = nullptr);
    /// Shows a topic ("backups"); an unknown one shows the start page.
    void showTopic(const QString& topic);
    QString topic() const { return m_topic; }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fillTopics();
    void load();
    QListWidget* m_topics;
    QTextBrowser* m_text;
    QString m_topic;
};

/// Topics there are, in reading order; each has a text in every language.
QStringList manualTopics();

} // namespace qbm::ui
