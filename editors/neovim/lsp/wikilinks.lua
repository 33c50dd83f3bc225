-- The language server for notes that link with [[wikilinks]], for Neovim 0.11 or newer.
-- Lies in a `lsp` folder of the runtime path, and is started by vim.lsp.enable('wikilinks').

---What a code lens counts, in the quickfix list: vim.lsp.codelens.run() calls this.
---@param command lsp.Command Its argument says what the links lead to.
---@param context { client_id: integer, bufnr: integer }
local function show_references(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local params = { command = 'wikilinks.backlinks', arguments = command.arguments }
  client:request('workspace/executeCommand', params, function(error, notes)
    if error then
      return vim.notify('wikilinks: ' .. error.message, vim.log.levels.ERROR)
    end
    local links = {}
    for _, note in ipairs(notes or {}) do
      for _, link in ipairs(note.links) do
        table.insert(links, { uri = note.uri, range = link.range })
      end
    end
    local items = vim.lsp.util.locations_to_items(links, client.offset_encoding)
    vim.fn.setqflist({}, ' ', { title = command.title, items = items })
    vim.cmd('botright copen')
  end, context.bufnr)
end

---@type vim.lsp.Config
return {
  cmd = { 'wikilinks', 'server' },
  filetypes = { 'markdown' },
  -- The nearest folder above the note with one of these is the vault. Without any, the note works
  -- on its own.
  root_markers = { '.obsidian', '.wikilinks.toml', '.foam', '.git' },
  commands = { ['wikilinks.showReferences'] = show_references },
  -- The server asks for this before it makes lenses that can be run.
  capabilities = { experimental = { commands = { commands = { 'wikilinks.showReferences' } } } },
}
