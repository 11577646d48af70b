# SPDX-License-Identifier: GPL-3.0-or-later
# Three Debian packages, so that a server takes qbmctl without Qt: qbmctl, qbm-console (depends on it), qbm-lab.
set(linux ${PROJECT_SOURCE_DIR}/installer/linux)

function(qbm_install_docs component)
  install(FILES ${linux}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component} COMPONENT ${component})
  # Debian wants its change log compressed without a time stamp.
  set(changelog ${CMAKE_BINARY_DIR}/installer/${component}/changelog.gz)
  add_custom_command(OUTPUT ${changelog} DEPENDS ${linux}/changelog
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/installer/${component}
    COMMAND gzip -9nc ${linux}/changelog > ${changelog} VERBATIM)
  set(manual ${CMAKE_BINARY_DIR}/installer/${component}/${component}.1.gz)
  add_custom_command(OUTPUT ${manual} DEPENDS ${linux}/${component}.1
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/installer/${component}
    COMMAND gzip -9nc ${linux}/${component}.1 > ${manual} VERBATIM)
  add_custom_target(${component}-docs ALL DEPENDS ${changelog} ${manual})
  install(FILES ${changelog} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component} COMPONENT ${component})
  install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
endfunction()

install(TARGETS qbmctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT qbmctl)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/dashboards DESTINATION ${CMAKE_INSTALL_DATADIR}/qbm-console
  COMPONENT qbmctl FILES_MATCHING PATTERN "*.json")
install(TARGETS qbm-lab RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT qbm-lab)
qbm_install_docs(qbmctl)
qbm_install_docs(qbm-lab)
if(QBM_BUILD_GUI)
  install(TARGETS qbm-console RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT qbm-console)
  install(FILES ${linux}/qbm-console.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT qbm-console)
  install(FILES ${linux}/qbm-console.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT qbm-console)
  install(FILES ${linux}/qbm-console.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps COMPONENT qbm-console)
  qbm_install_docs(qbm-console)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME qbm-console)
set(CPACK_PACKAGE_VENDOR "QBM Console maintainers")
set(CPACK_PACKAGE_CONTACT "QBM Console maintainers <maintainers@qbm-console.example>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL qbmctl qbm-lab)
if(QBM_BUILD_GUI)
  list(APPEND CPACK_COMPONENTS_ALL qbm-console)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(component qbmctl qbm-console qbm-lab)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${component})
  set(CPACK_COMPONENT_${upper}_DISPLAY_NAME ${component})
endforeach()
set(CPACK_COMPONENT_QBMCTL_DESCRIPTION "command line operations of a QBM AI system
 Status, metrics, backups, journaled restores, scaling and capacity what-if of
 a QBM AI system (Kubernetes, PostgreSQL, Redis, Prometheus), for cron, CI and
 a shell over ssh. Needs no desktop.")
set(CPACK_COMPONENT_QBM-CONSOLE_DESCRIPTION "desktop operations console of a QBM AI system
 Dashboards of response time and model accuracy, one-click backups, guarded
 and resumable restores, scaling with live progress, and what-if analyses of a
 QBM AI system running on Kubernetes with PostgreSQL, Redis and Prometheus.")
set(CPACK_COMPONENT_QBM-LAB_DESCRIPTION "whole QBM system on one machine, to try and to test
 Starts real PostgreSQL, Redis, Prometheus and Alertmanager servers, a
 simulated application and a Kubernetes API simulator on loopback ports, with
 months of data, and ends them again without a trace.")
# Loaded at run time, so that shlibdeps cannot see them.
set(CPACK_DEBIAN_QBMCTL_PACKAGE_RECOMMENDS "postgresql-client")
set(CPACK_DEBIAN_QBMCTL_PACKAGE_SUGGESTS "age, gnupg, zstd")
set(CPACK_DEBIAN_QBM-CONSOLE_PACKAGE_DEPENDS
  "qbmctl (= ${PROJECT_VERSION}), libqt6svg6, breeze-icon-theme, fonts-noto-core, fonts-noto-cjk, fonts-wqy-microhei, fonts-jetbrains-mono")
set(CPACK_DEBIAN_QBM-CONSOLE_PACKAGE_RECOMMENDS "qt6-translations-l10n, gnome-keyring | keepassxc")
set(CPACK_DEBIAN_QBM-LAB_PACKAGE_RECOMMENDS
  "postgresql, redis-server, prometheus, prometheus-alertmanager, prometheus-postgres-exporter, prometheus-redis-exporter")
include(CPack)
