// A classic script in the head, not a module: the theme must stand before the first paint.
{
  const root = document.documentElement;
  const light = matchMedia('(prefers-color-scheme: light)');
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const linked = new URLSearchParams(location.search).get('theme');
  const apply = theme => {
    root.dataset.theme = theme ?? (light.matches ? 'light' : 'dark');
    dispatchEvent(new Event('themechange'));
  };
  addEventListener('toggletheme', () => {
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    if (root.dataset.linked) root.dataset.linked = theme;
    try { localStorage.setItem('theme', theme); } catch { /* private mode: lasts as long as the page */ }
    apply(theme);
  });
  light.addEventListener('change', () => { if (!root.dataset.linked) apply(stored()); });
  if (linked === 'dark' || linked === 'light') root.dataset.linked = linked;
  apply(root.dataset.linked ?? stored());
}
