; An installer that removes the version that is there opens that version's uninstaller, whose box for deleting the
; app's data would delete the drafts of somebody who is upgrading. It then runs where it was installed; otherwise
; an uninstaller runs as a copy of itself, under another name, so that it can delete its own file.
!macro NSIS_HOOK_PREUNINSTALL
  ${If} $EXEFILE == "uninstall.exe"
    StrCpy $DeleteAppDataCheckboxState 0
  ${EndIf}
!macroend
