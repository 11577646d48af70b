// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_application.h"
#include "widgets/editor/code_view.h"
#include "widgets/editor/diff_view.h"
#include "widgets/form/form.h"

#include <QClipboard>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>

using namespace qbm::widgets;

class TstEditor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void code_search_stepsThroughEveryMatch()
    {
        CodeView view;
        view.setText(QStringLiteral("name: backend\nimage: Backend:1\nother: x\n"));
        view.show();
        QTest::keyClicks(view.searchField(), QStringLiteral("backend"));
        QTRY_COMPARE(view.matchCount(), 2);
        QCOMPARE(view.currentMatch(), 0);
        QTest::keyClick(view.searchField(), Qt::Key_Return);
        QCOMPARE(view.currentMatch(), 1);
        QTest::keyClick(view.searchField(), Qt::Key_Return); // and round
        QCOMPARE(view.currentMatch(), 0);
        QTest::keyClick(view.searchField(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(view.currentMatch(), 1);
        view.setText(QStringLiteral("nothing"));
        QCOMPARE(view.matchCount(), 0);
    }

    void code_copy_takesTheWholeText()
    {
        CodeView view;
        view.setText(QStringLiteral("a: 1\nb: 2"));
        view.findChild<QToolButton*>()->click();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("a: 1\nb: 2"));
        QTest::keyClick(view.findChild<QPlainTextEdit*>(), Qt::Key_X); // read only
        QCOMPARE(view.text(), QStringLiteral("a: 1\nb: 2"));
    }

    void difference_sideBySide_keepsLinesLevel()
    {
        DiffView view;
        view.setTexts(QStringLiteral("a\nb\nc\nd"), QStringLiteral("a\nB1\nB2\nc\nd"), QStringLiteral("Revision 1"),
            QStringLiteral("Revision 2"));
        QCOMPARE(view.removedLines(), 1);
        QCOMPARE(view.addedLines(), 2);
        QCOMPARE(view.sideText(false), QStringLiteral("  a\n− b\n\n  c\n  d"));
        QCOMPARE(view.sideText(true), QStringLiteral("  a\n+ B1\n+ B2\n  c\n  d"));
        QCOMPARE(view.unifiedText(), QStringLiteral("  a\n− b\n+ B1\n+ B2\n  c\n  d"));
        QCOMPARE(view.mode(), DiffView::Mode::SideBySide);
        view.setMode(DiffView::Mode::Unified);
        QCOMPARE(view.mode(), DiffView::Mode::Unified);
    }

    void difference_ofEqualTexts_hasNone()
    {
        DiffView view;
        view.setTexts(QStringLiteral("a\nb\n"), QStringLiteral("a\nb"), QStringLiteral("1"), QStringLiteral("2"));
        QCOMPARE(view.removedLines() + view.addedLines(), 0);
    }
};

QBM_WIDGET_TEST_MAIN(TstEditor)
#include "tst_editor.moc"
