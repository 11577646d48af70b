// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace qbm::ui {

/// What the window shows while no system is connected: one way on, the lab where it is installed, and the manual.
class WelcomePanel : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePanel(bool labInstalled, QWidget* parent = nullptr);

Q_SIGNALS:
    void newConnectionRequested();
    void labRequested();
    void manualRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    bool m_labInstalled;
    QLabel* m_title;
    QLabel* m_sentence;
    QPushButton* m_connect;
    QLabel* m_labSentence;
    QPushButton* m_lab;
    QPushButton* m_manual;
};

} // namespace qbm::ui
