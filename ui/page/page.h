// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/command.h"
#include "widgets/theme/state.h"

#include <QWidget>
#include <optional>
#include <vector>

class QBoxLayout;
class QLabel;

namespace qbm::ui {

class Session;

/// A screen of the main window: a head with title, one sentence and actions, and a body below. Pages are thin: they ask a
/// service and show the answer.
///
/// A page works only while it is shown: refresh() runs when it appears, on F5, and every refreshInterval() after that.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(Session& session, QString id);

    /// Stable name: --page, the manual's topic, the saved window state.
    const QString& id() const { return m_id; }
    /// In the current language.
    virtual QString title() const = 0;
    /// Asks again for what is shown.
    virtual void refresh() = 0;
    /// Whether the page shows what it is for (content, an empty state or an error), not a spinner: --screenshot waits for it.
    virtual bool isSettled() const = 0;
    /// Zero: only on demand (pages fed by a Feed).
    virtual int refreshIntervalMs() const { return 0; }
    /// Something on this page needs a look: a badge in the navigation.
    std::optional<widgets::State> attention() const { return m_attention; }
    QString attentionText() const { return m_attentionText; }

    /// Called when another page or the command palette asks for an object of this one.
    virtual void showObject(const QString& object) { Q_UNUSED(object); }
    /// Of the content: what a side panel takes beside it can be given back.
    QSize minimumSizeHint() const override;
    /// What the command palette can do here now.
    virtual std::vector<Command> commands() { return {}; }
    /// The palette opens (true) or closes: a page nobody has visited yet fetches what its commands are made of.
    virtual void setCommandsWanted(bool wanted) { Q_UNUSED(wanted); }

Q_SIGNALS:
    void attentionChanged();
    /// Go to another page; `object` is what to show there ("backend"), may be empty.
    void navigationRequested(const QString& pageId, const QString& object);

protected:
    Session& session() { return m_session; }
    const Session& session() const { return m_session; }
    /// One sentence under the title that says how things stand.
    void setSentence(const QString& sentence);
    void setAttention(std::optional<widgets::State> state, const QString& text = {});
    /// Adds a control at the right of the head.
    void addHeadWidget(QWidget* widget);
    /// Where the page's own widgets go: inside the page margin.
    QBoxLayout* body() const { return m_body; }
    /// Sets every text of the page anew; called once after construction and when the language changes.
    virtual void retranslate() = 0;

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void applyTexts();
    Session& m_session;
    QString m_id;
    QLabel* m_title;
    QLabel* m_sentence;
    QBoxLayout* m_headActions;
    QBoxLayout* m_body;
    std::optional<widgets::State> m_attention;
    QString m_attentionText;
    int m_timer = 0;
    bool m_translated = false;
};

} // namespace qbm::ui
