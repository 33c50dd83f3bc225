-- What a configuration calls. Everything here works without setup() too.
local M = {}

---@class wikilinks.Options
---@field completion? boolean Proposals appear while a link is typed. True unless it is false.
---@field lenses? boolean How many links lead to a heading stands above it. True unless it is false.

---Enables the server for Markdown, with proposals while a link is typed, and with code lenses.
---@param options? wikilinks.Options
function M.setup(options)
  options = options or {}
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('wikilinks', {}),
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if not client or client.name ~= 'wikilinks' then
        return
      end
      if options.completion ~= false then
        M.complete_while_typing(client, event.buf)
      end
      if options.lenses ~= false then
        M.show_lenses(event.buf)
      end
    end,
  })
  vim.lsp.config('wikilinks', {
    handlers = {
      ['textDocument/rename'] = function(...)
        return require('wikilinks.rename').on_rename(...)
      end,
    },
  })
  vim.lsp.enable('wikilinks')
end

---Neovim's own completion proposes at the characters that begin a link or a part of one. None is
---chosen until it is asked for, so that <Enter> stays a line break.
---@param client vim.lsp.Client
---@param buffer integer
function M.complete_while_typing(client, buffer)
  vim.bo[buffer].completeopt = 'menuone,noselect,popup'
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
end

---Neovim shows code lenses only when it is told to, and keeps them as they are until it is told again.
---@param buffer integer
function M.show_lenses(buffer)
  local function refresh()
    vim.lsp.codelens.refresh({ bufnr = buffer })
  end
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'BufWritePost' }, {
    group = vim.api.nvim_create_augroup('wikilinks.lenses.' .. buffer, {}),
    buffer = buffer,
    callback = refresh,
  })
  refresh()
end

---Renames a file or a folder, updates every link to and in it, and lets its buffers follow: for
---file managers that do not tell language servers of what they move.
---@param from string
---@param to string
function M.rename_file(from, to)
  require('wikilinks.rename').rename_file(from, to)
end

return M
