-- The language server for notes that link with [[wikilinks]], for Neovim 0.11 or newer.
-- Lies in a `lsp` folder of the runtime path, and is started by vim.lsp.enable('wikilinks').
---@type vim.lsp.Config
return {
  cmd = { 'wikilinks', 'server' },
  filetypes = { 'markdown' },
  -- The nearest folder above the note with one of these is the vault. Without any, the note works
  -- on its own.
  root_markers = { '.obsidian', '.wikilinks.toml', '.foam', '.git' },
}
