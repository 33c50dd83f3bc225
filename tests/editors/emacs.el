;;; emacs.el --- Drives eglot against the built server  -*- lexical-binding: t -*-

;; Run by emacs.sh.  The set-up is read from editors/emacs/README.md, so that what is tested is
;; what is promised there.

(require 'package)
(package-initialize)
(require 'cl-lib)

(defvar vault (file-name-as-directory (getenv "WIKILINKS_VAULT")))

(defun check (step condition &rest details)
  "Say that STEP is right when CONDITION holds; else show DETAILS and end."
  (if condition
      (message "ok: %s" step)
    (message "WRONG: %s: %S" step details)
    (kill-emacs 1)))

(defun wait-for (condition)
  "Wait up to a minute until CONDITION returns something, and return it."
  (let ((tries 1200) found)
    (while (and (not (setq found (funcall condition))) (> tries 0))
      (accept-process-output nil 0.05)
      (setq tries (1- tries)))
    found))

(defun text-of (name)
  "The text of the file NAME of the vault, on disk."
  (with-temp-buffer
    (insert-file-contents (expand-file-name name vault))
    (buffer-string)))

(defun at (text)
  "Put the cursor behind the first TEXT of the buffer."
  (goto-char (point-min))
  (search-forward text))

(defun set-up ()
  "Evaluate the Emacs Lisp of the README, with the built program instead of the one on the PATH."
  (let ((exec-dir (make-temp-file "bin" t)))
    (make-symbolic-link (getenv "WIKILINKS_BINARY") (expand-file-name "wikilinks" exec-dir))
    (push exec-dir exec-path)
    (setenv "PATH" (concat exec-dir ":" (getenv "PATH"))))
  (with-temp-buffer
    (insert-file-contents
     (expand-file-name "editors/emacs/README.md" (getenv "WIKILINKS_REPOSITORY")))
    (search-forward "```elisp\n")
    (let ((begin (point)))
      (search-forward "```")
      (eval-region begin (match-beginning 0)))))

(make-directory vault t)
(dolist (file '((".wikilinks.toml" . "")
                ("Ideas.md" . "# Garden\n\nWhere things grow.\n")
                ("inbox.md" . "# Inbox\n\nSee [[Ideas]] and [[Idaes]].\n\nNew: [[Ide\n")))
  (with-temp-file (expand-file-name (car file) vault) (insert (cdr file))))

(set-up)
(setq eglot-sync-connect 60
      eglot-connect-timeout 60
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil)

(find-file (expand-file-name "inbox.md" vault))
(unless (eq major-mode 'markdown-mode) (markdown-mode))
;; In batch no command ends, and eglot-ensure waits for one.
(run-hooks 'post-command-hook)
(unless (eglot-managed-p) (apply #'eglot (eglot--guess-contact)))
(check "attached" (wait-for #'eglot-managed-p))
(check "the vault is the project"
       (file-equal-p vault (project-root (project-current))) (project-current))

(flymake-mode 1)
(flymake-start)
(let ((found (wait-for #'flymake-diagnostics)))
  (check "diagnostics"
         (and found (cl-some (lambda (one) (string-match-p "Idaes" (flymake-diagnostic-text one))) found))
         (mapcar #'flymake-diagnostic-text found)))

(at "See [[Id")
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover
                              (eglot--TextDocumentPositionParams))))
  (check "hover" (string-match-p "Where things grow" (format "%S" hover)) hover))

(at "See [[Id")
(call-interactively #'xref-find-definitions)
(check "definition" (string-suffix-p "Ideas.md" (buffer-file-name)) (buffer-file-name))

(find-file (expand-file-name "inbox.md" vault))
(at "See [[Id")
(let ((found (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot))))
  (check "references"
         (cl-some (lambda (one) (string-suffix-p "inbox.md" (xref-location-group (xref-item-location one)))) found)
         found))

;; The first fix that is offered is chosen, as by Enter.
(at "and [[Idaes")
(cl-letf (((symbol-function 'completing-read) (lambda (_ choices &rest _) (car (all-completions "" choices)))))
  ;; Not by the mouse.
  (let ((last-nonmenu-event ?x)) (eglot-code-actions (point) (point) nil t)))
(check "quick fixes" (wait-for (lambda () (string-match-p "and \\[\\[Ideas\\]\\]" (buffer-string)))) (buffer-string))
(at "and [[Ideas")
(delete-char -5)
(insert "Idaes")

;; What is offered, taken as a person takes it: inserted, then completed by the server's own edit.
(at "New: [[Ide")
(pcase-let* ((`(,begin ,end ,table . ,properties) (eglot-completion-at-point))
             (offered (all-completions "" table))
             (chosen (cl-find-if (lambda (one) (string-match-p "Ideas" one)) offered)))
  (check "completion: what is offered" chosen offered)
  (delete-region begin end)
  (insert chosen)
  (funcall (plist-get properties :exit-function) chosen 'finished)
  (check "completion: what is accepted"
         (string-match-p "^New: \\[\\[Ideas\\]\\]$" (buffer-string)) (buffer-string)))

(save-buffer)
(at "See [[Id")
(eglot-rename "Thoughts")
(save-some-buffers t)
(check "rename: the links"
       (equal (text-of "inbox.md") "# Inbox\n\nSee [[Thoughts]] and [[Idaes]].\n\nNew: [[Thoughts]]\n")
       (text-of "inbox.md"))
;; Only newer versions of eglot let a server rename files.  Where they do not, the server says what
;; is left to do.
(if (plist-get (plist-get (plist-get (eglot-client-capabilities (eglot-current-server)) :workspace)
                          :workspaceEdit)
               :resourceOperations)
    (check "rename: the file"
           (and (file-exists-p (expand-file-name "Thoughts.md" vault))
                (not (file-exists-p (expand-file-name "Ideas.md" vault))))
           (directory-files vault))
  (check "rename: the server says which file to rename"
         (wait-for (lambda ()
                     (with-current-buffer (messages-buffer)
                       (string-match-p "Please rename the file .*Ideas\\.md to .*Thoughts\\.md"
                                       (buffer-string)))))))

(eglot-shutdown (eglot-current-server))
(message "All is well.")
(kill-emacs 0)
