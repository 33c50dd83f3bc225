-- Renames files with the links to them. Neovim does not ask language servers before it renames a
-- file, so that it is done here: workspace/willRenameFiles, the rename, workspace/didRenameFiles.
local server = require('wikilinks.server')

local M = {}

---The file that a new name for `from` means: in the same folder, unless it says another one.
---@param from string
---@param name string
---@return string
function M.target(from, name)
  local extension = from:match('%.[^./]+$') or ''
  if extension ~= '' and name:sub(-#extension):lower() ~= extension:lower() then
    name = name .. extension
  end
  if name:sub(1, 1) == '/' then
    return vim.fs.normalize(name)
  end
  return vim.fs.normalize(vim.fs.dirname(from) .. '/' .. name)
end

---The name of a note, as it is offered to be changed.
---@param path string
---@return string
function M.name(path)
  return (vim.fs.basename(path):gsub('%.[^.]+$', ''))
end

---Which buffers are loaded, and which of them have unsaved changes of the user.
local function loaded_buffers()
  local loaded = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) then
      loaded[buffer] = vim.bo[buffer].modified and 'modified' or 'saved'
    end
  end
  return loaded
end

---Saves what the edit alone has changed. Buffers that were loaded only for it go again.
local function save(before)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].buftype == '' then
      if vim.bo[buffer].modified and before[buffer] ~= 'modified' then
        vim.api.nvim_buf_call(buffer, function()
          vim.cmd('silent keepalt write')
        end)
      end
      if not before[buffer] and #vim.fn.win_findbuf(buffer) == 0 then
        vim.api.nvim_buf_delete(buffer, {})
      end
    end
  end
end

---Neovim leaves an empty buffer of the old name behind.
---@param from string
local function wipe_stale(from)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local name = vim.api.nvim_buf_get_name(buffer)
    local is_old = name == from or vim.startswith(name, from .. '/')
    if is_old and not vim.api.nvim_buf_is_loaded(buffer) and not vim.uv.fs_stat(name) then
      vim.api.nvim_buf_delete(buffer, { force = true })
    end
  end
end

---@param client vim.lsp.Client
---@param from string
---@param to string
local function make(client, edit, from, to)
  local before = loaded_buffers()
  if edit then
    vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  end
  -- Where case does not count, a name that differs only in it is the same file.
  local options = { overwrite = vim.uv.fs_realpath(to) == from }
  local done, problem = pcall(vim.lsp.util.rename, from, to, options)
  if not done or not vim.uv.fs_stat(to) then
    local words = ('%s is not renamed. The links in open buffers are changed, and not saved. %s'):format(from, problem or '')
    server.say(words, vim.log.levels.ERROR)
    return
  end
  save(before)
  wipe_stale(from)
  local file = { oldUri = vim.uri_from_fname(from), newUri = vim.uri_from_fname(to) }
  client:notify('workspace/didRenameFiles', { files = { file } })
end

---Renames a file or a folder, with every link to and in it.
---@param from string
---@param to string
function M.rename_file(from, to)
  -- As Neovim names buffers: without symbolic links in it.
  from = vim.uv.fs_realpath(from) or from
  to = vim.fs.normalize(vim.fn.fnamemodify(to, ':p')):gsub('/$', '')
  local client = server.client()
  if not client or from == to then
    return
  end
  if not vim.uv.fs_stat(from) then
    server.say(from .. ' is not on disk; save it first', vim.log.levels.ERROR)
    return
  end
  if vim.uv.fs_stat(to) and vim.uv.fs_realpath(to) ~= from then
    server.say(to .. ' exists already', vim.log.levels.ERROR)
    return
  end
  local file = { oldUri = vim.uri_from_fname(from), newUri = vim.uri_from_fname(to) }
  server.request(client, 'workspace/willRenameFiles', { files = { file } }, function(edit)
    make(client, edit, from, to)
  end)
end

---Handles the answer to textDocument/rename, as Neovim does; no buffer of an old name stays.
function M.on_rename(error, edit, context)
  vim.lsp.handlers['textDocument/rename'](error, edit, context)
  for _, change in ipairs(edit and edit.documentChanges or {}) do
    if change.kind == 'rename' then
      wipe_stale(vim.uri_to_fname(change.oldUri))
    end
  end
end

---Renames the note of the current buffer; asks for the name when there is none.
---@param name string
function M.rename_note(name)
  if not server.uri(0) then
    server.say('this buffer is no file', vim.log.levels.ERROR)
    return
  end
  local from = vim.uv.fs_realpath(vim.api.nvim_buf_get_name(0)) or vim.api.nvim_buf_get_name(0)
  local function rename(new)
    if new and vim.trim(new) ~= '' then
      M.rename_file(from, M.target(from, vim.trim(new)))
    end
  end
  if name ~= '' then
    rename(name)
  else
    vim.ui.input({ prompt = 'New name: ', default = M.name(from) }, rename)
  end
end

return M
