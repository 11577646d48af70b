// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QWidget>
#include <optional>

class QLabel;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace qbm::widgets {

class Banner;
class BusyIndicator;
class ElidedLabel;

/// The five states of everything that shows fetched data: loading, empty, error, stale (content under a banner), content.
///
/// Wraps the content widget; the content keeps its state (scroll, selection) under every other one.
class StatePanel : public QWidget {
    Q_OBJECT
public:
    enum class Face { Loading, Empty, Error, Stale, Content };

    /// Takes `content` over. Starts as Loading.
    explicit StatePanel(QWidget* content, QWidget* parent = nullptr);

    Face face() const { return m_face; }
    QWidget* content() const { return m_content; }

    /// The indicator appears only after 200 ms, so that quick answers do not flicker.
    void showLoading(const QString& what = {});
    /// `headline`: what is not there; `advice`: what to do; `action`: a button's label, emits actionRequested().
    void showEmpty(const QString& headline, const QString& advice = {}, const QString& action = {});
    /// What, why, what now; Retry emits retryRequested(). The detail is behind "Details".
    void showError(const qbm::Error& error);
    /// The same in the caller's words: `headline` short, `sentence` the whole story, `detail` the evidence.
    void showError(const QString& headline, const QString& sentence, const QString& detail = {});
    /// The content, under a banner "Shown as of 12 s ago: <why>" with Retry.
    void showStale(const QString& why, qbm::TimePoint asOf, const qbm::Clock& clock = qbm::systemClock());
    void showContent();
    /// Whether Retry is offered on errors and stale content (on by default).
    void setRetryVisible(bool visible);

Q_SIGNALS:
    void retryRequested();
    void actionRequested();

protected:
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    QWidget* makeLoadingFace();
    QWidget* makeEmptyFace();
    QWidget* makeErrorFace();
    void setFace(Face face);
    void retranslate();
    void showErrorTexts();
    void updateStale();

    QWidget* m_content;
    Face m_face = Face::Loading;
    bool m_retryVisible = true;
    QStackedLayout* m_stack;
    QWidget* m_contentFace;
    Banner* m_banner;
    BusyIndicator* m_busy;
    QLabel* m_loadingText;
    QLabel* m_emptyHeadline;
    QLabel* m_emptyAdvice;
    QPushButton* m_emptyAction;
    QLabel* m_errorHeadline;
    QLabel* m_errorSentence;
    QLabel* m_errorDetail;
    QPushButton* m_errorRetry;
    QPushButton* m_errorDetails;
    std::optional<qbm::Error> m_error;
    QString m_loadingWhat;
    QString m_staleWhy;
    qbm::TimePoint m_staleAt{};
    const qbm::Clock* m_clock = nullptr;
    int m_ageTimer = 0;
};

/// "Not found", "Access denied", "Cannot be reached", ...: the headline of an error's kind in the current language.
QString headline(qbm::ErrorKind kind);

} // namespace qbm::widgets
