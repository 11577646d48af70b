// SPDX-License-Identifier: GPL-3.0-or-later
// The least a Qt program can do to leave a picture of a window: bench_empty_window OUT.png. With --version it ends before
// it makes an application, as qbm-console does.
#include <QApplication>
#include <QMainWindow>
#include <QTimer>
#include <cstdio>
#include <string_view>

int main(int argc, char** argv)
{
    if (argc == 2 && std::string_view(argv[1]) == "--version") {
        std::printf("bench_empty_window\n");
        return 0;
    }
    QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1440, 900);
    window.show();
    QTimer::singleShot(0, &window, [&] { QApplication::exit(argc == 2 && window.grab().save(QString::fromLocal8Bit(argv[1])) ? 0 : 1); });
    return QApplication::exec();
}
