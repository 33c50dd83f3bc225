-- :checkhealth wikilinks
local M = {}

local health = vim.health

---What Neovim may lack, and what then happens.
local CAPABILITIES = {
  {
    { 'workspace', 'fileOperations', 'willRename' },
    'does not ask before files are renamed: use :Wikilinks rename, or require("wikilinks").rename_file()',
  },
  {
    { 'workspace', 'didChangeWatchedFiles', 'dynamicRegistration' },
    'does not watch files: the server does so itself',
  },
  {
    { 'textDocument', 'completion', 'completionItem', 'insertReplaceSupport' },
    'takes one way of completing: what stands behind the cursor in a link is replaced',
  },
}

---@return boolean
local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
    return true
  end
  health.error('Neovim ' .. version .. ': 0.11 or newer is needed', {
    'With nvim-lspconfig the server alone works on 0.10 too: see :help wikilinks-0.10',
  })
  return false
end

---@param program string
local function check_program(program)
  local path = vim.fn.exepath(program)
  if path == '' then
    health.error(('"%s" is not found'):format(program), {
      'In the repository of wikilinks: cargo install --locked --path .',
      '~/.cargo/bin has to be on the PATH',
      "Or name it: vim.lsp.config('wikilinks', { cmd = { '/path/to/wikilinks', 'server' } })",
    })
    return
  end
  local started, process = pcall(vim.system, { path, '--version' }, { text = true, timeout = 10000 })
  local result = started and process:wait() or { code = 1, stderr = process }
  if result.code == 0 then
    health.ok(('%s is %s'):format(vim.trim(result.stdout), path))
  else
    health.error(('%s does not run: %s'):format(path, vim.trim(result.stderr or '')))
  end
end

local function check_configuration()
  local config = vim.lsp.config.wikilinks
  if not config or not config.cmd then
    health.error('There is no configuration', {
      'lsp/wikilinks.lua has to be in a folder of the runtime path, as this plugin has it',
    })
    return
  end
  if type(config.cmd) == 'table' then
    check_program(config.cmd[1])
  else
    health.info('The server is started by a function')
  end
  if vim.lsp.is_enabled('wikilinks') then
    health.ok('The server is enabled')
  else
    health.warn('The server is not enabled', { "vim.lsp.enable('wikilinks') in init.lua" })
  end
end

---@param client vim.lsp.Client
local function check_client(client)
  local info = client.server_info or {}
  health.ok(('The server runs: %s %s, client %d'):format(info.name or '?', info.version or '?', client.id))
  for _, folder in ipairs(client.workspace_folders or {}) do
    health.info('Vault: ' .. vim.uri_to_fname(folder.uri))
  end
  if not client.root_dir then
    health.warn('The note is in no vault', {
      'An empty .wikilinks.toml in the top folder of your notes makes it one',
    })
  end
  for buffer in pairs(client.attached_buffers) do
    health.info('Attached to ' .. vim.api.nvim_buf_get_name(buffer))
  end
  health.info('Columns are counted in ' .. client.offset_encoding)
  for _, capability in ipairs(CAPABILITIES) do
    local path, otherwise = capability[1], capability[2]
    if not vim.tbl_get(client.capabilities, unpack(path)) then
      health.info('Neovim ' .. otherwise)
    end
  end
  for _, setting in ipairs({ 'executeCommandProvider', 'diagnosticProvider' }) do
    if not client.server_capabilities[setting] then
      health.warn('The server is too old for all of :Wikilinks: it has no ' .. setting, {
        'In the repository of wikilinks: cargo install --locked --path .',
      })
    end
  end
end

function M.check()
  health.start('wikilinks: set-up')
  if not check_neovim() then
    return
  end
  check_configuration()
  health.start('wikilinks: server')
  local clients = vim.lsp.get_clients({ name = 'wikilinks' })
  if #clients == 0 then
    health.warn('The server is not running', { 'Open a note: it starts with the first' })
  end
  for _, client in ipairs(clients) do
    check_client(client)
  end
end

return M
