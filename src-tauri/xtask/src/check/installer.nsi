; As much of Tauri's installer.nsi as decides whether the user's data is deleted, for programs of 64 bits, as Wine
; need not run others. The box of the uninstaller is ticked.
Target amd64-unicode
!include LogicLib.nsh
!include MUI2.nsh
!include "${PACKAGING}/hooks.nsh"

!define PRODUCTNAME "Ficha"
!define VERSION "0.0.0"
!define BUNDLEID "mx.ficha.escritorio"
Var DeleteAppDataCheckboxState

Name "Ficha"
OutFile "${FOLDER}/install-ficha.exe"
InstallDir "$LOCALAPPDATA\Ficha"
RequestExecutionLevel user
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SpanishInternational"
!insertmacro MUI_LANGUAGE "English"
!include "${FOLDER}/SpanishInternational.nsh"
!include "${FOLDER}/English.nsh"

Section Install
  SetOutPath $INSTDIR
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section Uninstall
  StrCpy $DeleteAppDataCheckboxState 1
  !insertmacro NSIS_HOOK_PREUNINSTALL
  Delete "$INSTDIR\uninstall.exe"
  ${If} $DeleteAppDataCheckboxState = 1
    RmDir /r "$LOCALAPPDATA\${BUNDLEID}"
  ${EndIf}
SectionEnd
